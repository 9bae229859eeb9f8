/** The box of the analyses can be opened by a key too; the button that shows it says how. */
let show: (() => void) | undefined;

export const provideBox = (open: (() => void) | undefined): void => {
  show = open;
};

/** Opens the box of the analyses; the button that starts one has the focus then. Nothing where there is no box. */
export const openAnalyse = (): void => show?.();
