import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { WawpLoginElement, WawpLoginEventMap } from "wawp-client/login-element";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "wawp-login": DetailedHTMLProps<HTMLAttributes<WawpLoginElement>, WawpLoginElement> &
        Partial<Pick<WawpLoginElement, "client" | "instanceId" | "name" | "country" | "noPairing">> & {
          onconnected?: (event: WawpLoginEventMap["connected"]) => void;
        };
    }
  }
}
