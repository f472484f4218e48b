import "./node_modules/wawp-client/entry/login-element.js";
import { createClient } from "./node_modules/wawp-client/entry/web.js";

const { origin, accessToken, lang } = Object.fromEntries(new URLSearchParams(location.search));
document.documentElement.lang = lang;
const login = document.createElement("wawp-login");
login.name = "Support desk";

/** What the test asks for. */
window.seen = {
  problems: [],
  linked: null,
  instanceId: () => login.instanceId,
  /** The address of the code, once it stands on the screen. */
  async code() {
    const image = login.shadowRoot.querySelector("img");
    if (image.hidden || !image.src) return undefined;
    await image.decode();
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    return image.src;
  },
};
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  seen.problems.push(`${violatedDirective} ${blockedURI}`),
);
addEventListener("error", ({ message }) => seen.problems.push(message));
login.addEventListener("error", ({ detail }) => seen.problems.push(detail.message));
login.addEventListener("connected", ({ detail }) => (seen.linked = detail));
login.client = await createClient({ accessToken: () => accessToken, gateway: { baseUrl: `${origin}/api` } });
document.body.append(login);
