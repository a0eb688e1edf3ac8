import { IconMapOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ButtonLink, EmptyState, useTexts, useWindowTitle } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** For addresses that lead nowhere. */
export default function NotFoundPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("title"));
  return (
    <div className="k-card" style={{ marginTop: 24 }}>
      <EmptyState
        page
        icon={<IconMapOff size={28} stroke={1.6} />}
        title={t("title")}
        text={t("text")}
        action={
          <ButtonLink to="/" variant="filled">
            {t("toStart")}
          </ButtonLink>
        }
      />
    </div>
  );
}
