import { z } from 'zod';

/** Origins as the deployment names them; what is none is left out. */
const origins = z
  .array(z.string().max(2048))
  .max(64)
  .default([])
  .transform((list) =>
    list.flatMap((address) =>
      URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? [new URL(address).origin] : [],
    ),
  );

const schema = z.object({ messages: origins, downloads: origins });
/** links.json beside the page (docs/links.md): who may ask by message, and from where `?url=` may fetch. */
export type LinksConfig = z.infer<typeof schema>;

const nobody: LinksConfig = { messages: [], downloads: [] };

let asked: Promise<LinksConfig> | undefined;

/** Read once, when first needed. Without the file, or when it is damaged, nobody else may do anything. Never rejects. */
export function linksConfig(): Promise<LinksConfig> {
  asked ??= fetch(`${import.meta.env.BASE_URL}links.json`)
    .then(async (response) => {
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      if (!response.ok || !isJson) return nobody;
      return schema.parse(await response.json());
    })
    .catch((error: unknown) => {
      console.warn('links.json:', error);
      return nobody;
    });
  return asked;
}
