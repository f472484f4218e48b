// Keeps the page fresh. The server renders it; this only swaps the part that changes.

const EVERY_MS = 2000;

async function refresh() {
  const response = await fetch("/", { cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("live");
  const shown = document.getElementById("live");
  if (!fresh || !shown || fresh.isEqualNode(shown) || shown.contains(document.activeElement)) return;
  shown.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const method = form.dataset.method ?? "POST";
  const body = method === "POST" ? new URLSearchParams(new FormData(form)) : undefined;
  const response = await fetch(form.action, { method, body });
  if (!response.ok) {
    const { error } = await response.json();
    alert(error);
  }
  document.activeElement?.blur();
  await refresh();
}

const quietly = (act) => (event) => act(event).catch(() => {});

document.addEventListener("submit", quietly(submit));
setInterval(quietly(refresh), EVERY_MS);
