import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// Vue takes a tag that it does not know for a component of its own, and warns.
const isCustomElement = (tag) => tag === "wawp-login";

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] });
