export default {
  title: '链接中的内容没有全部打开。',
  close: '关闭此消息',
  why: {
    notAddress: '“{{value}}”不是地址。',
    scheme: '“{{value}}”不是 http 或 https 地址。',
    credentials: '{{value}} 的地址中含有用户名或密码，这样的地址不予访问。',
    tooLong: '“{{value}}”过长。',
    tooMany: '链接要求打开 {{value}} 个检查，最多打开 16 个。',
    notAllowed: '{{value}} 不在本部署允许的来源中，可在 links.json 中添加。',
    notUid: '“{{value}}”不是检查实例 UID。',
    noServer: '这里没有配置服务器“{{value}}”。',
    whichServer: '配置了多个服务器，而链接没有指明是哪一个。',
    nothing: '消息中没有本页面认识的请求。',
  },
} as const;
