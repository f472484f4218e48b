// The entries against the types that are written by hand.

import type * as declared from "wawp-client";
import type * as declaredLogin from "wawp-client/login-element";
import type * as declaredRelay from "wawp-client/relay";
import * as login from "../../pkg/entry/login-element.js";
import * as node from "../../pkg/entry/node.js";
import * as relay from "../../pkg/entry/relay/index.js";
import * as relayOfWorkerd from "../../pkg/entry/relay/workerd.js";
import * as web from "../../pkg/entry/web.js";
import * as workerd from "../../pkg/entry/workerd.js";

// ok: the entry of Node makes and loads what the types promise
[node.createClient, node.init] satisfies [typeof declared.createClient, typeof declared.init];
// ok: the entry of browsers makes and loads what the types promise
[web.createClient, web.init] satisfies [typeof declared.createClient, typeof declared.init];
// ok: the entry of Workers makes and loads what the types promise
[workerd.createClient, workerd.init] satisfies [typeof declared.createClient, typeof declared.init];

type Names = keyof typeof declared;
type Same<A, B> = [A, B] extends [B, A] ? true : never;
// ok: the entry of Node exports what the types name, and nothing else
true satisfies Same<keyof typeof node, Names>;
// ok: the entry of browsers exports what the types name, and nothing else
true satisfies Same<keyof typeof web, Names>;
// ok: the entry of Workers exports the same
true satisfies Same<keyof typeof workerd, Names>;

// ok: a module is a source, as browsers have it in their types
web.init satisfies (source: WebAssembly.Module | Promise<WebAssembly.Module>) => Promise<void>;
// ok: an error is guarded by the same test
web.isWawpError satisfies (error: unknown) => boolean;
// ok: an error of ours is an Error
web.WawpError.prototype satisfies Error;

// ok: the login element exports what the types name, and nothing else
true satisfies Same<keyof typeof login, keyof typeof declaredLogin>;
// ok: texts are defined as the types say
login.defineMessages satisfies typeof declaredLogin.defineMessages;
type Told = "addEventListener" | "removeEventListener";
// ok: the login element is what the types promise
null! as login.WawpLoginElement satisfies Omit<declaredLogin.WawpLoginElement, Told>;

type RelayNames = keyof typeof declaredRelay;
// ok: the relay exports what the types name, and nothing else
true satisfies Same<keyof typeof relay, RelayNames>;
// ok: the relay of Workers exports the same
true satisfies Same<keyof typeof relayOfWorkerd, RelayNames>;
// ok: a relay is made as the types promise
relay.createRelay satisfies typeof declaredRelay.createRelay;
// ok: a relay of Workers is made as the types promise
relayOfWorkerd.createRelay satisfies typeof declaredRelay.createRelay;
// ok: stores are what the types promise
[relay.memoryClaims, relay.redisClaims] satisfies [typeof declaredRelay.memoryClaims, typeof declaredRelay.redisClaims];
// ok: Node's handler is what the types promise
relay.nodeHandler satisfies typeof declaredRelay.nodeHandler;
