export default {
  name: 'Lamplight',
  language: { other: '中文', switch: 'Switch to Chinese' },
} as const;
