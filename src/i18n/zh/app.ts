export default {
  name: 'Lamplight',
  language: { other: 'English', switch: '切换为英文' },
} as const;
