import { Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState, type CSSProperties, type ReactNode } from "react";
import type { PreviewAnswer } from "../../../../../contract/mailings.ts";
import type { ReportLink } from "../../../../../contract/reports.ts";
import { api, apiKey, useCan } from "../../../api/index.ts";
import { useTexts, type FrameLink } from "../../../ui/index.ts";
import { ScaledMail } from "../scaled-mail.tsx";
import { clicksShown } from "./links-card.tsx";
import { placesOfLinks, type LinkPlace } from "./link-places.ts";
import { texts } from "./texts.ts";

const MAIL_WIDTH = 600;

/**
 * The mail in small with the number of each link in its place; the more clicks, the stronger the glow. Each number is a
 * button that says its link and clicks, so the picture can be walked with the keyboard.
 */
export function ClickMap(props: {
  mailingId: string;
  links: ReportLink[];
  k: number;
  active: number | null;
  onActive: (no: number | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const path = `/mailings/${props.mailingId}/preview`;
  const preview = useQuery({
    queryKey: apiKey(path, { permission: "refused" }),
    queryFn: ({ signal }) =>
      api.post<PreviewAnswer>(path, { permission: "refused" }, { signal, idempotencyKey: "" }),
    enabled: can("mailings.read"),
    staleTime: Infinity,
    retry: false,
  });
  const [places, setPlaces] = useState<LinkPlace[]>([]);
  const { links, active, onActive } = props;
  const onLinks = useCallback(
    (found: readonly FrameLink[]) => setPlaces(placesOfLinks(found, links)),
    [links],
  );
  if (!preview.data || preview.data.html === "") return null;
  const most = Math.max(1, ...links.map(clicksShown));
  const words = (link: ReportLink): string =>
    t("links.place", {
      no: link.no,
      label: link.label || t("links.untitled"),
      clicks:
        link.anonymous.hidden && !link.personal
          ? t("links.few", { k: props.k })
          : t("links.clicks", { count: clicksShown(link) }),
    });
  return (
    <figure className="m-map">
      <div className="m-map-paper">
        <div className="m-map-mail">
          <ScaledMail
            html={preview.data.html}
            width={MAIL_WIDTH}
            title={t("links.mapTitle")}
            onLinks={onLinks}
          >
            {places.map(({ link, x, y, width, height }) => {
              const share = clicksShown(link) / most;
              const centre = { left: x + width / 2, top: y + height / 2 };
              return (
                <div key={link.no}>
                  {share > 0 && (
                    <span
                      className="m-hot"
                      style={
                        {
                          ...centre,
                          width: Math.max(width, 90) * 1.7,
                          height: Math.max(height, 40) * 2.4,
                          opacity: 0.25 + 0.75 * share,
                        } as CSSProperties
                      }
                    />
                  )}
                  {active === link.no && (
                    <span
                      className="m-spot"
                      style={{ left: x - 4, top: y - 4, width: width + 8, height: height + 8 }}
                    />
                  )}
                  <Tooltip label={words(link)} w={260}>
                    <button
                      type="button"
                      className="m-pin"
                      style={{ left: x + width, top: y }}
                      aria-label={words(link)}
                      onPointerEnter={() => onActive(link.no)}
                      onPointerLeave={() => onActive(null)}
                      onFocus={() => onActive(link.no)}
                      onBlur={() => onActive(null)}
                    >
                      {link.no}
                    </button>
                  </Tooltip>
                </div>
              );
            })}
          </ScaledMail>
        </div>
      </div>
      <figcaption className="k-small k-muted">{t("links.map")}</figcaption>
    </figure>
  );
}
