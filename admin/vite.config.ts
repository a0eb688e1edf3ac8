import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * The workplace is built to admin/dist and served by the Klarpost server under "/".
 * `--mode gallery` builds the same with the component gallery at /_gallery, beside it.
 */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: "/",
  plugins: [react()],
  // The server puts the nonce of each answer in its place.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: mode === "gallery" ? "../node_modules/.cache/klarpost-gallery" : "dist",
    emptyOutDir: true,
    // The content security policy allows files of our own only: no data: fonts, no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    reportCompressedSize: true,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": "http://127.0.0.1:8321" },
  },
}));
