import { describe, expect, it } from 'vitest';
import { isUid, readAddress, readMessage, readQuery } from './read';

const page = 'https://ct.example/view/';
const allowed = ['https://files.example'];

describe('addresses in links', () => {
  it.each([
    ['javascript:alert(1)', 'scheme'],
    ['JaVaScRiPt:alert(1)', 'scheme'],
    [' javascript:alert(1)', 'scheme'],
    ['java\nscript:alert(1)', 'scheme'],
    ['data:text/html,<script>1</script>', 'scheme'],
    ['blob:https://ct.example/1', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['filesystem:https://ct.example/x', 'scheme'],
    ['//evil.example/a.zip', 'notAllowed'],
    ['\\\\evil.example\\a.zip', 'notAllowed'],
    ['https:/\\evil.example/a.zip', 'notAllowed'],
    ['https://ct.example.evil.example/a.zip', 'notAllowed'],
    ['https://ct.example@evil.example/a.zip', 'credentials'],
    ['https://user:secret@ct.example/a.zip', 'credentials'],
    ['http://ct.example/a.zip', 'notAllowed'],
    ['https://ct.example:8443/a.zip', 'notAllowed'],
    ['http://[', 'notAddress'],
    ['https://ct.example/'.padEnd(3000, 'a'), 'tooLong'],
  ])('%s: %s', (value, why) => expect(readAddress(value, page, allowed)).toMatchObject({ why }));

  it('takes the own origin and those that the deployment allows', () => {
    expect(readAddress('a.zip', page, [])).toBe('https://ct.example/view/a.zip');
    expect(readAddress('/ct/a.zip?x=1', page, [])).toBe('https://ct.example/ct/a.zip?x=1');
    expect(readAddress('https://files.example/a.zip', page, allowed)).toBe('https://files.example/a.zip');
  });

  it('never shows a password, and no more than a line', () => {
    expect(readAddress('https://u:secret@ct.example/', page, [])).toEqual({
      why: 'credentials',
      value: 'ct.example',
    });
    expect(JSON.stringify(readAddress(`javascript:${'a'.repeat(999)}`, page, [])).length).toBeLessThan(180);
  });
});

describe('the page’s own address', () => {
  it('asks for nothing, for files, for studies', () => {
    expect(readQuery('?lang=zh', page, [])).toBeUndefined();
    expect(readQuery('?url=a.zip&url=b.zip', page, [])).toEqual({
      wishes: [{ kind: 'addresses', addresses: [`${page}a.zip`, `${page}b.zip`] }],
      refused: [],
    });
    expect(readQuery('?study=1.2.3&server=PACS%20%E5%8C%BB', page, [])).toEqual({
      wishes: [{ kind: 'studies', studyUids: ['1.2.3'], server: 'PACS 医' }],
      refused: [],
    });
  });

  it('follows what is right and tells what is not', () => {
    const asked = readQuery('?study=1.2.3&study=../../etc&study=1.2.3%22%3E&url=javascript:1', page, []);
    expect(asked!.wishes).toEqual([{ kind: 'studies', studyUids: ['1.2.3'], server: undefined }]);
    expect(asked!.refused.map(({ why }) => why)).toEqual(['scheme', 'notUid', 'notUid']);
    const many = readQuery(
      `?${Array.from({ length: 40 }, (...[, n]) => `study=1.2.${n}`).join('&')}`,
      page,
      [],
    );
    expect(many!.refused.map(({ why }) => why)).toEqual(['tooMany']);
  });

  it.each(['1', '1.02', '1..2', '.1', '1.', '1.2/3', '1.2\n', '1.'.repeat(40) + '1', 'a.b', ''])(
    '%s is no UID',
    (text) => expect(isUid(text)).toBe(false),
  );
});

describe('messages', () => {
  it('are ours only by their own word', () => {
    for (const other of [undefined, null, 1, 'lamplight', [], {}, { lamplight: 2, study: '1.2' }])
      expect(readMessage(other, page, [])).toBeUndefined();
    const inherited: unknown = Object.create({ lamplight: 1, study: '1.2' });
    expect(readMessage(inherited, page, [])).toBeUndefined();
    expect(readMessage(JSON.parse('{"__proto__":{"lamplight":1,"study":"1.2"}}'), page, [])).toBeUndefined();
  });

  it('ask for a study, an address, the state; all else is refused by name', () => {
    const read = (data: unknown) => readMessage(data, page, allowed);
    expect(read({ lamplight: 1, id: 7, study: '1.2.3', server: 'PACS' })).toEqual({
      id: 7,
      wish: { kind: 'studies', studyUids: ['1.2.3'], server: 'PACS' },
    });
    expect(read({ lamplight: 1, url: 'https://files.example/a.zip' })).toEqual({
      wish: { kind: 'addresses', addresses: ['https://files.example/a.zip'] },
    });
    expect(read({ lamplight: 1, ask: 'status' })).toEqual({ wish: 'status' });
    expect(read({ lamplight: 1, url: 'javascript:1' })).toMatchObject({ wish: { why: 'scheme' } });
    expect(read({ lamplight: 1, study: '<img src=x>' })).toMatchObject({ wish: { why: 'notUid' } });
    expect(read({ lamplight: 1, study: '1.2', server: {} })).toMatchObject({ wish: { why: 'noServer' } });
    expect(read({ lamplight: 1, eval: '1' })).toMatchObject({ wish: { why: 'nothing' } });
  });
});
