import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { root } from './browser';

let child: ChildProcess | undefined;
afterAll(() => {
  child?.kill();
});

test('npm start prints an address that serves the page isolated and under a strict policy', async () => {
  child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: '4801', BROWSER: 'none' },
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += String(chunk);
      const address = /http:\/\/localhost:\d+\//.exec(said);
      if (address) resolve(address[0]);
    };
    child!.stdout!.on('data', hear);
    child!.stderr!.on('data', hear);
    child!.on('exit', (code) => reject(new Error(`npm start ended with ${code}: ${said}`)));
  });
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/connect-src 'self' blob: data:(;|$)/);
  expect(policy).not.toContain("'unsafe-eval'");
  expect(await answer.text()).toContain('<div id="root">');
});
