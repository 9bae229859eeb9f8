/** A real PACS for the tests: Orthanc with its DICOMweb plugin, on loopback, with a scratch database. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'].find((path) => existsSync(path));
const plugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

/** Is it installed? A line says so where it is not. */
export const hasOrthanc = ((): boolean => {
  if (program && existsSync(plugin)) return true;
  console.log('skipped: Orthanc with its DICOMweb plugin is not installed (orthanc, orthanc-dicomweb)');
  return false;
})();

export interface Orthanc {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Stores files through its own REST interface. */
  load(paths: readonly string[]): Promise<void>;
  /** Modalities of a study, as the server counts them. */
  modalities(studyUid: string): Promise<string[]>;
  close(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Starts it; resolves when it answers. */
export async function startOrthanc(): Promise<Orthanc> {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-orthanc-'));
  const port = await freePort();
  const configuration = join(folder, 'orthanc.json');
  const settings = {
    Name: 'test',
    StorageDirectory: join(folder, 'db'),
    IndexDirectory: join(folder, 'db'),
    HttpPort: port,
    DicomServerEnabled: false,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    // Else its searches neither find nor give back names in Chinese.
    DefaultEncoding: 'Utf8',
    Plugins: [plugin],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
  };
  writeFileSync(configuration, JSON.stringify(settings));
  const server = spawn(program!, [configuration], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.on('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const modalities = async (studyUid: string): Promise<string[]> => {
    const answer = await fetch(`${url}/dicom-web/studies/${studyUid}/series`);
    const list = (await answer.json()) as Record<string, { Value?: string[] }>[];
    return list.map((series) => series['00080060']?.Value?.[0] ?? '').sort();
  };
  for (let n = 0; ; n++) {
    const answered = await fetch(`${url}/system`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) break;
    if (n > 300 || server.exitCode !== null) throw new Error('Orthanc does not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    modalities,
    async load(paths) {
      const todo = [...paths];
      const next = async (): Promise<void> => {
        for (let path = todo.shift(); path; path = todo.shift()) {
          const answer = await fetch(`${url}/instances`, { method: 'POST', body: readFileSync(path) });
          if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
        }
      };
      await Promise.all([next(), next(), next(), next()]);
    },
    async close() {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
