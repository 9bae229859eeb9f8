/** What a deployment adds to the page's policy, as origins. */
export interface Deployment {
  readonly connect: readonly string[];
  readonly frames: readonly string[];
}
export const NOTHING: Deployment;
export function readDeployment(folder: string): Deployment;
