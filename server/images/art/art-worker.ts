import { parentPort } from "node:worker_threads";
import type { SceneName } from "../../content/index.ts";
import { writePng } from "../write-png.ts";
import type { Drawing } from "./draw.ts";
import { drawScene } from "./scenes.ts";

/** Draws one scene after the other; see draw.ts. */
parentPort?.on("message", (raw: Uint8Array) => {
  const { scene, colour } = JSON.parse(Buffer.from(raw).toString()) as {
    scene: SceneName;
    colour: string;
  };
  const drawn = drawScene(scene, colour);
  const answer: Drawing = { width: drawn.width, height: drawn.height, bytes: writePng(drawn) };
  parentPort?.postMessage(answer);
});
parentPort?.postMessage("ready");
