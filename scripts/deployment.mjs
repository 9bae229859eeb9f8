import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a deployment adds to the page's policy, as origins ("https://pacs.example:8443").
 * @typedef {object} Deployment
 * @property {string[]} connect the page may ask them: the servers of servers.json, and `downloads` and `connect` of links.json
 * @property {string[]} frames may show the page in a frame: `frames` of links.json
 * @property {boolean} opened a page elsewhere may open this one and talk to it: `messages` of links.json
 */

/** @type {Deployment} */
const NOTHING = { connect: [], frames: [], opened: false };

/**
 * The origin of an address; undefined for one on the page's own origin (a path). What is not http(s) is refused: this text
 * goes into a header, where a stray `;` or `*` would open more than anybody meant.
 * @param {unknown} address
 * @param {string} file named in the error
 */
function originOf(address, file) {
  if (typeof address !== 'string' || address === '') throw new Error(`${file}: an address is missing`);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(address) && !address.startsWith('//')) return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || /[*;,'"\s]/.test(url.host))
    throw new Error(`${file}: "${address}" is no http(s) address`);
  return url.origin;
}

/** A JSON file of the deployment; undefined where there is none. */
function readJson(folder, file) {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`, { cause: error });
  }
}

const sorted = (origins) => [...new Set(origins.filter((one) => one !== undefined))].sort();

/** Addresses of one server: its own, and those where a person signs in. */
const addressesOf = (server) =>
  [server?.url, server?.auth?.issuer].filter((address, n) => n === 0 || address !== undefined);

/**
 * Reads servers.json (`[{name, url}]` or `{servers: [...]}`) and links.json (`{frames, messages, downloads, connect}`) in the folder
 * that is served. Neither has to exist.
 * @param {string} folder dist/, or wherever index.html lies
 * @returns {Deployment}
 * @throws Error with the file and what is wrong with it: a wrong policy must not be served silently
 */
export function readDeployment(folder) {
  const servers = readJson(folder, 'servers.json');
  const links = readJson(folder, 'links.json') ?? {};
  const list = Array.isArray(servers) ? servers : (servers?.servers ?? []);
  const asked = list.flatMap(addressesOf).map((address) => originOf(address, 'servers.json'));
  const from = (name) => (links[name] ?? []).map((address) => originOf(address, `links.json, ${name}`));
  return {
    connect: sorted([...asked, ...from('downloads'), ...from('connect')]),
    frames: sorted(from('frames')),
    opened: from('messages').some((one) => one !== undefined),
  };
}

export { NOTHING };
