import { useState } from "react";
import type { Client } from "wawp-client";
import type { LinkedPhone } from "wawp-client/login-element";
import "wawp-client/login-element";

export function App({ client }: { client: Client }) {
  const [linked, setLinked] = useState<LinkedPhone>();
  if (linked) return <p>Linked: +{linked.phone}</p>;
  return <wawp-login client={client} name="Support desk" onconnected={(event) => setLinked(event.detail)} />;
}
