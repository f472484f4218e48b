const worker = new Worker(`worker.js${location.search}`, { type: "module" });
worker.onmessage = ({ data }) => (document.title = data);
