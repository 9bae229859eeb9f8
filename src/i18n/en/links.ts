export default {
  title: 'Not everything in the link was opened.',
  close: 'Close this message',
  why: {
    notAddress: '“{{value}}” is no address.',
    scheme: '“{{value}}” is not an http or https address.',
    credentials:
      'The address at {{value}} holds a name or a password; addresses with those are not followed.',
    tooLong: '“{{value}}” is too long.',
    tooMany: 'It asks for {{value}} studies; 16 are opened at most.',
    notAllowed:
      '{{value}} is not among the places that this deployment allows: it can be named in links.json.',
    notUid: '“{{value}}” is no study instance UID.',
    noServer: 'No server “{{value}}” is configured here.',
    whichServer: 'Several servers are configured, and the link names none.',
    nothing: 'The message asks for nothing that this page knows.',
  },
} as const;
