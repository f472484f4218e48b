// Attacks by addresses that point inside, or that the gateway would read in another way than the relay: of media and webhooks.

import { ask } from "../request.js";
import { fieldsOf } from "../calls.js";

/** Hosts of this machine, of its network, or of a cloud's, in every notation. */
const INSIDE = [
  // Loopback.
  "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "02130706433", "017700000001", "0x7f000001", "0x7F.0.0.1",
  "0x7f.0x0.0x0.0x1", "0177.0.0.1", "0177.0.0.0x1", "00000177.0.0.1", "127.000.000.001", "127.0.0.1.", "127.0.0.1..", "0",
  "0.0.0.0", "00", "0x0", "0.0", "0.0.0.0.", "4294967295", "6425673729", "127.0.0.1:80", "127.0.0.1:443", "127.0.0.1:0", "[::1]",
  "[::]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]", "[::127.0.0.1]", "[::ffff:127.0.0.1]",
  "[::FFFF:7F00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]", "[::1%25lo]", "[::1%lo]", "[::1%eth0]", "[fe80::1%25eth0]", "[::1]:80", "[::1].", "[::1", "::1",
  "[127.0.0.1]", "[v1.127]", "[]", "localhost", "LOCALHOST", "LocalHost", "localhost.", "localhost..", "localhost:80",
  "x.localhost", "x.localhost.", "localhost.localdomain", "localhost6", "ip6-localhost", "loopback",
  // Digits, dots and letters that are turned into others on the way.
  "\uff11\uff12\uff17.\uff10.\uff10.\uff11", "\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11", "127\u30020\u30020\u30021",
  "127\uff610\uff610\uff611", "\u2460\u2461\u2466.0.0.1", "\u{1d7cf}27.0.0.1", "12\u200b7.0.0.1", "12\u00ad7.0.0.1",
  "127.0.0.\u0661", "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
  "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54", "localh\u043est.example", "local\u200bhost",
  "\u2488\u2488\u2488\u2488", "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "%6cocalhost", "localhost%00.files.example",
  "127.0.0.1%2f.files.example", "%5b::1%5d", "127.0.0.1%20", "127.0.0.1%09.files.example",
  // Networks of a house or a company.
  "10.0.0.1", "10.255.255.255", "167772161", "0xa.0.0.1", "012.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1",
  "0xc0a80001", "3232235521", "100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255", "[fc00::1]",
  "[fd12:3456::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[::ffff:10.0.0.1]", "[::ffff:a00:1]", "[::ffff:192.168.0.1]",
  "intranet", "gateway", "router", "db", "redis:6379", "host.docker.internal", "gateway.docker.internal",
  "kubernetes.default.svc.cluster.local", "printer.local", "printer.LOCAL", "printer.local.", "nas.lan", "nas.home",
  "router.home.arpa", "mail.corp", "wiki.intranet", "vault.private", "box.localdomain", "1.0.0.127.in-addr.arpa",
  // Where clouds tell their secrets.
  "169.254.169.254", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "2852039166", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE",
  "0251.0376.0251.0376", "0251.254.169.254", "169.254.43518", "169.16689662", "169.254.169.254.", "[fd00:ec2::254]",
  "[fe80::a9fe:a9fe]", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16", "metadata", "metadata.google.internal",
  "METADATA.GOOGLE.INTERNAL", "metadata.google.internal.", "instance-data", "instance-data.ec2.internal",
  "kubernetes.default.svc", "vault.service.consul", "shop.test", "metadata.internal", "metadata.platformequinix.internal",
  // Names that lead to the address that is written in them.
  "127.0.0.1.nip.io", "10.0.0.1.nip.io", "7f000001.nip.io", "app-127-0-0-1.nip.io", "127.0.0.1.NIP.IO", "127.0.0.1.nip.io.",
  "127-0-0-1.sslip.io", "169.254.169.254.sslip.io", "10.0.0.1.xip.io", "localtest.me", "x.localtest.me", "lvh.me", "x.lvh.me",
  // Addresses of the whole world, too: none in numbers.
  "8.8.8.8", "134744072", "0x08080808", "[2001:4860:4860::8888]", "[2606:4700:4700::1111]",
  // No hosts at all.
  "", ".", "..", ".files.example", "files..example", "files.example.", "-", "files", "files.example:x", "files.example:99999",
  "files.example:-1", "files.example:80:80", "files example", "files\u3000example", "files,example", "files.example|x",
  "files.example;x", "files.exa\u0000mple", "files.example\u0000.localhost", "files*.example", "*.example", "$(x).example",
  "`x`.example", "{files}.example", "files.example'", "<files.example>", "files.1", "files.0x1",
];

/** Whole addresses, of other schemes or oddly written. */
const ODD = [
  "", " ", "x", "/", "/a.png", "//files.example/a.png", "///files.example/a.png", "\\\\files.example\\a.png",
  "files.example/a.png", "?x", "#x", "http://files.example/a.png", "HTTP://files.example/a.png", "hTtP://files.example/a.png",
  "http:files.example/a.png", "https:files.example/a.png", "https:/files.example/a.png", "https:///files.example/a.png",
  "https:\\\\files.example/a.png", "https:/\\files.example/a.png", "https://\\files.example/a.png", "https//files.example/a.png",
  "https;//files.example/a.png", "https:// files.example/a.png", " https://files.example/a.png", "https://files.example/a.png ",
  "\thttps://files.example/a.png", "\u00a0https://files.example/a.png", "https://files.example/a b.png",
  "https://files.example/\u2028", "https://files.example/a\tb", "https://files.example/a\nb",
  "https://files.example/a\r\nHost: x", "ht\ntps://127.0.0.1/", "https\t://127.0.0.1/", "h\u200bttps://files.example/a.png",
  "\uff48\uff54\uff54\uff50\uff53://files.example/a.png", "https\uff1a//files.example/a.png",
  "https:\uff0f\uff0ffiles.example/a.png", "https://files.example\uff0f@127.0.0.1/", "https://files.example\\a.png",
  "file:///etc/passwd", "file://localhost/etc/passwd", "FILE:///etc/passwd", "file:/etc/passwd", "data:image/png;base64,AAAA",
  "data:text/html,x", "javascript:alert(1)", "blob:https://files.example/x", "about:blank", "ftp://files.example/a.png",
  "ftps://files.example/a.png", "sftp://files.example/a.png", "tftp://127.0.0.1/x", "gopher://127.0.0.1:6379/_FLUSHALL",
  "dict://127.0.0.1:11211/stats", "ldap://127.0.0.1/x", "jar:https://files.example/a!/b", "ws://files.example/x",
  "wss://files.example/x", "unix:/var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
  "php://filter/resource=index.php", "expect://id", "phar://x.phar", "netdoc:///etc/passwd", "s3://bucket/key",
  "view-source:https://files.example/", "feed:https://127.0.0.1/", "url:https://127.0.0.1/", "https+x://files.example/",
  "xhttps://files.example/", "shttp://files.example/", "https://user@files.example/a.png",
  "https://user:pass@files.example/a.png", "https://@files.example/", "https://:@files.example/",
  "https://files.example@127.0.0.1/", "https://files.example:443@127.0.0.1/", "https://127.0.0.1@files.example/",
  "https://files.example%40127.0.0.1/", "https://files.example%2f@127.0.0.1/", "https://a@b@127.0.0.1/",
  "https://files.example\\@127.0.0.1/", "https://files.example&@127.0.0.1#@x/", "https://127.0.0.1\\.files.example/",
];

/** Addresses that look like those of a list's only entry, `https://files.example`. */
const UNLISTED = [
  "https://files.example.evil.example/a.png", "https://evil.example/https://files.example/a.png",
  "https://evil.example/?https://files.example", "https://evil.example#https://files.example", "https://evilfiles.example/a.png",
  "https://sub.files.example/a.png", "https://files.example:8443/a.png", "https://files.example:/a.png",
  "https://files.example:443/a.png", "https://files.example./a.png", "http://files.example/a.png", "https://files-example/a.png",
  "https://files.exampl/a.png", "https://files.examplee/a.png", "https://other.example/a.png",
  "https://xn--fles-7qa.example/a.png", "https://f\u0456les.example/a.png", "https://\uff46iles.example/a.png",
  "https://[::1]/a.png", "https://127.0.0.1/a.png",
];

const PATHS = { sendMedia: "options.mediaUrl", sendMediaToGroup: "options.mediaUrl", setWebhook: "options.url" };

/** @param {{ ada: string }} world */
export function urls(world) {
  const calls = Object.keys(PATHS);
  return [...INSIDE.map((host) => `https://${host}/latest/meta-data/a.png`), ...ODD].map((url, place) =>
    pointing(world, calls[place % calls.length], url),
  );
}

/** The same for a relay with a list. */
export function unlisted(world) {
  return [...UNLISTED, "file:///etc/passwd", "https://files.example@127.0.0.1/"].map((url, place) =>
    pointing(world, Object.keys(PATHS)[place % 3], url),
  );
}

function pointing({ ada }, call, url) {
  const field = call === "setWebhook" ? "webhook_url" : "media_url";
  const plain = (url) => ask(fieldsOf(call, ada, { [field]: url }));
  return {
    name: `${call} of ${JSON.stringify(url)}`,
    status: 400,
    reason: /^(not_an_http_url|not_https|host_not_public|host_not_allowed|url_with_credentials)$/,
    path: PATHS[call],
    plain: plain(url),
    others: [plain(url.toUpperCase()), plain(`${url}?x=.png#https://files.example/`)],
  };
}
