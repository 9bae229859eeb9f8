/** The house's primitives. Colours and sizes are names in tokens.css. */
export { Button, IconButton } from './Button';
export { Dialog } from './Dialog';
export { Key } from './Key';
export { Menu, type MenuItem } from './Menu';
export { Notice } from './Notice';
export { Popover } from './Popover';
export { ProgressBar } from './ProgressBar';
export { Sheet } from './Sheet';
export { TooltipLayer } from './TooltipLayer';
