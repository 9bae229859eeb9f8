/** What a deployment adds to the page's policy, as origins. */
export interface Deployment {
  readonly connect: readonly string[];
  readonly frames: readonly string[];
  /** A page elsewhere may open this one and talk to it. */
  readonly opened: boolean;
}
export const NOTHING: Deployment;
export function readDeployment(folder: string): Deployment;
