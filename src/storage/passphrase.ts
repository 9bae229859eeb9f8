import type { Bytes } from './bytes';

/**
 * PBKDF2-HMAC-SHA-256 with this many rounds, after OWASP's Password Storage Cheat Sheet (600,000 for SHA-256, 2023 and
 * later) and NIST SP 800-132. The number stands in the record, so that a later version can raise it.
 */
export const ITERATIONS = 600_000;
/** Fewer characters are refused. NIST SP 800-63B-4, 3.1.1.2: at least 8; a lost disk can be tried for years. */
export const SHORTEST = 8;

/** The data key, wrapped with a key made of the passphrase. Nothing in it is secret. */
export interface KeyRecord {
  readonly version: 1;
  readonly kdf: 'PBKDF2-HMAC-SHA-256';
  readonly iterations: number;
  readonly salt: Bytes;
  readonly iv: Bytes;
  readonly wrapped: Bytes;
}

/** Can this browser encrypt here? Not on a page that came over plain http from another computer. */
export const canEncrypt = (): boolean => typeof globalThis.crypto?.subtle?.deriveKey === 'function';

/** The same letters give the same key, whichever keyboard or input method typed them. */
const spelt = (passphrase: string): Bytes => new TextEncoder().encode(passphrase.normalize('NFKC'));

async function keyOf(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', spelt(passphrase), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

/** Wraps a data key with a passphrase; the same data key under another passphrase opens the same store. */
export async function wrapKey(dataKey: Bytes, passphrase: string): Promise<KeyRecord> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, dataKey));
  return { version: 1, kdf: 'PBKDF2-HMAC-SHA-256', iterations: ITERATIONS, salt, iv, wrapped };
}

/** The data key; undefined when the passphrase is wrong. */
export async function unwrapKey(record: KeyRecord, passphrase: string): Promise<Bytes | undefined> {
  const { salt, iv, wrapped, iterations } = record;
  const key = await keyOf(passphrase, salt, iterations);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, wrapped));
  } catch {
    return undefined;
  }
}

export const newDataKey = (): Bytes => crypto.getRandomValues(new Uint8Array(32));
