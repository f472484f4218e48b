import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "wawp-client";
import { App } from "./App";

// For a sandbox: /?gateway=http://127.0.0.1:8787/api&token=sandbox-token
// In production a page names a relay on your own server here, and never sees the token.
const query = new URLSearchParams(location.search);
const client = await createClient({
  gateway: { baseUrl: query.get("gateway") ?? "" },
  accessToken: () => query.get("token") ?? "",
});

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);
