/** Vite's part in the kernels: `import binary from './assembly/index.ts?wasm'` compiles AssemblyScript to WebAssembly. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const SUFFIX = '?wasm';
/** Shared memory of the most pages that team.ts may ask for. `stub` is the compiler's word for no garbage collection: nothing is allocated. */
const OPTIONS =
  '-O3 --noAssert --runtime stub --importMemory --sharedMemory --maximumMemory 32768 --enable simd --enable threads';

/** The compiled bytes. @throws Error with the compiler's own words */
async function compile(file) {
  const { default: asc } = await import('assemblyscript/asc');
  const outFile = `${basename(file, '.ts')}.wasm`;
  let binary;
  const { error, stderr } = await asc.main(
    [basename(file), '--outFile', outFile, '--baseDir', dirname(file), ...OPTIONS.split(' ')],
    {
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`${file}: ${stderr.toString() || error?.message}`);
  return binary;
}

export const kernels = () => {
  const compiled = new Map();
  return {
    name: 'lamplight-kernels',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(`.ts${SUFFIX}`)) return undefined;
      const file = id.slice(0, -SUFFIX.length);
      for (const folder of [dirname(file), dirname(dirname(file))])
        for (const name of readdirSync(folder))
          if (name.endsWith('.ts')) this.addWatchFile(join(folder, name));
      // Several bundles of one build have the worker.
      compiled.set(file, compiled.get(file) ?? compile(file));
      const base64 = Buffer.from(await compiled.get(file)).toString('base64');
      return {
        code: `export default Uint8Array.from(atob(${JSON.stringify(base64)}), (c) => c.charCodeAt(0));`,
        map: null,
        moduleType: 'js',
      };
    },
    watchChange() {
      compiled.clear();
    },
  };
};
