/** Files that a reader brings: read whole or not at all, with the name of the file and what is wrong in it. */
import { z } from 'zod';

/** A file that is not what it must be; `reason` says where and how, in words of the format. */
export class FileFault extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`${file}: ${reason}`);
    this.name = 'FileFault';
  }
}

/**
 * A JSON file that fits a schema.
 * @throws FileFault with the first thing that is wrong and the path to it
 */
export function readJson<T>(text: string, name: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FileFault(name, error instanceof Error ? error.message : String(error));
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new FileFault(name, `${issue.path.join('.') || '(top)'}: ${issue.message}`);
}
