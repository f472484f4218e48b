"use client";

import { useEffect, useRef } from "react";
import { createClient } from "wawp-client";
import { flow } from "../flow.js";

export default function Page() {
  const isStarted = useRef(false);
  useEffect(() => {
    // In development every effect runs twice.
    if (isStarted.current) return;
    isStarted.current = true;
    flow(createClient, Object.fromEntries(new URLSearchParams(location.search)))
      .catch(String)
      .then((result) => (document.title = result));
  }, []);
}
