/** Texts of the viewport, in the reader's language; keys of the i18n catalogue `read.view.*`. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;
