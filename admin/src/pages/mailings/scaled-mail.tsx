export { ScaledMail } from "../../ui/index.ts";
