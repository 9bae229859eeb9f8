import { slowChecksum } from './checksum';
import { encodeText, type Bytes } from './bytes';
import type { Row } from './rows';

type Sealed = Pick<Extract<Row, { iv: unknown }>, 'data' | 'iv'>;
type Plain = Pick<Extract<Row, { sum: unknown }>, 'data' | 'sum'>;

/** Of an encrypted store; they cannot be read out of the browser. */
export interface VaultKeys {
  readonly rows: CryptoKey;
  readonly names: CryptoKey;
}

/** How bytes are kept: in the open with a checksum, or encrypted. */
export interface Vault {
  readonly sealed: boolean;
  readonly keys?: VaultKeys;
  /** What a study is called in the keys of its rows. Of an encrypted store its UID says nothing. */
  readonly name: (studyUid: string) => Promise<string>;
  /** @param place table and key: a row that was moved to another place does not open */
  readonly seal: (bytes: Bytes, place: string) => Promise<Sealed | Plain>;
  /** @throws Error when the row is damaged, of another kind, or not of this place */
  readonly open: (row: Row, place: string) => Promise<Bytes>;
}

const damaged = (why: string): Error => new Error(why);

export const plainVault: Vault = {
  sealed: false,
  name: (studyUid) => Promise.resolve(studyUid),
  seal: async (data) => ({ data, sum: await slowChecksum(data) }),
  async open(row) {
    if (!('sum' in row)) throw damaged('encrypted');
    if ((await slowChecksum(row.data)) !== row.sum) throw damaged('wrong checksum');
    return row.data;
  },
};

/** What an HKDF key is for: never the same bytes for two uses. */
const purpose = (info: string) =>
  ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: encodeText(info) }) as const;

/**
 * AES-GCM with 256 bits and a fresh 96-bit IV for each row; names of studies by HMAC-SHA-256. Both keys come from the
 * data key (32 bytes) by HKDF (RFC 5869) and cannot be read out of the page again.
 */
export async function sealedVault(dataKey: Bytes): Promise<Vault> {
  const { subtle } = crypto;
  const root = await subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey']);
  const rows = await subtle.deriveKey(
    purpose('lamplight rows'),
    root,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  const names = await subtle.deriveKey(
    purpose('lamplight names'),
    root,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  );
  return vaultOf({ rows, names });
}

/** The vault of keys that there are already. */
export function vaultOf(keys: VaultKeys): Vault {
  const { rows, names } = keys;
  const { subtle } = crypto;
  const known = new Map<string, string>();
  return {
    sealed: true,
    keys,
    async name(studyUid) {
      let name = known.get(studyUid);
      if (name === undefined) {
        const mac = new Uint8Array(await subtle.sign('HMAC', names, encodeText(studyUid)));
        name = Array.from(mac.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
        known.set(studyUid, name);
      }
      return name;
    },
    async seal(bytes, place) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encodeText(place) },
        rows,
        bytes,
      );
      return { data: new Uint8Array(data), iv };
    },
    async open(row, place) {
      if (!('iv' in row)) throw damaged('not encrypted');
      const { iv, data } = row;
      try {
        const additionalData = encodeText(place);
        return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, rows, data));
      } catch {
        throw damaged('cannot be decrypted');
      }
    },
  };
}
