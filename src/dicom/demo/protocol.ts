/** Messages between makeDemoStudy and its workers. */

/** Make these slices, in this order. */
export interface DemoRequest {
  readonly slices: readonly number[];
}

export type DemoReply =
  | { readonly kind: 'file'; readonly slice: number; readonly bytes: ArrayBuffer }
  | { readonly kind: 'failed'; readonly message: string };
