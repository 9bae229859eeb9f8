import type { ReactNode } from 'react';

/** A key of the keyboard, as it is printed on it. */
export function Key({ children }: { readonly children: ReactNode }) {
  return <kbd className="key">{children}</kbd>;
}
