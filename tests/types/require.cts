// The package from a CommonJS module.

import wawp = require("wawp-client");

// ok: require
const client: Promise<wawp.Client> = wawp.createClient({ accessToken: "token" });
// @ts-expect-error: require checks options too
void wawp.createClient({ token: "token" });

export = client;
