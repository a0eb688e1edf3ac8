import type { ReportLink } from "../../../../../contract/reports.ts";
import type { FrameLink } from "../../../ui/index.ts";

export interface LinkPlace {
  link: ReportLink;
  /** Pixels from the corner of the mail. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the counted links stand in a mail that is laid out. Links that cannot be found or seen are left out. */
export function placesOfLinks(
  anchors: readonly FrameLink[],
  links: readonly ReportLink[],
): LinkPlace[] {
  const places: LinkPlace[] = [];
  // Numbers follow the order of the HTML; the mail has further links between them that are never counted.
  let from = 0;
  for (const link of links) {
    if (link.part !== "html") continue;
    const at = anchors.findIndex(({ href }, index) => index >= from && href === link.url);
    const anchor = anchors[at];
    if (!anchor) continue;
    from = at + 1;
    const { x, y, width, height } = anchor;
    if (width > 0 && height > 0) places.push({ link, x, y, width, height });
  }
  return places;
}
