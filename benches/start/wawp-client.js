import { createClient } from "wawp-client";

const gateway = { baseUrl: `${location.origin}/api` };
const wawp = await createClient({ accessToken: () => "c0ffee", gateway });
await wawp.instance("6A0B1C2D3E4F5").sendText({ to: "84933313000", text: "hello" });
