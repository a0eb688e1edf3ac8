import type { ReportLink } from "../../../../../contract/reports.ts";

export interface LinkPlace {
  link: ReportLink;
  /** Pixels from the corner of the mail. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the counted links stand in a mail that is laid out. Links that cannot be found or seen are left out. */
export function placesOfLinks(frame: HTMLIFrameElement, links: readonly ReportLink[]): LinkPlace[] {
  const anchors = [
    ...(frame.contentDocument?.querySelectorAll<HTMLElement>("a[href],area[href]") ?? []),
  ];
  const places: LinkPlace[] = [];
  // Numbers follow the order of the HTML; the mail has further links between them that are never counted.
  let from = 0;
  for (const link of links) {
    if (link.part !== "html") continue;
    const at = anchors.findIndex(
      (anchor, index) => index >= from && anchor.getAttribute("href") === link.url,
    );
    const anchor = anchors[at];
    if (!anchor) continue;
    from = at + 1;
    const box = anchor.getBoundingClientRect();
    if (box.width > 0 && box.height > 0)
      places.push({ link, x: box.left, y: box.top, width: box.width, height: box.height });
  }
  return places;
}
