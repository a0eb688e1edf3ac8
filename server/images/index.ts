export type { ImageDeps } from "./deps.ts";
export { expiredImages, type ExpiredImage } from "./expired-images.ts";
export { imagePath, type ImageUse, type ImageUses, type LibraryImage } from "./image.ts";
export { imageRoutes } from "./images.routes.ts";
export { addDrawing } from "./add-drawing.ts";
export { findDrawing } from "./images.store.ts";
export { draw } from "./art/draw.ts";
