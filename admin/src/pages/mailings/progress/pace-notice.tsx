import type { ReactNode } from "react";
import type { ProgressView } from "../../../../../contract/mailings.ts";
import { useCan } from "../../../api/index.ts";
import { ButtonLink, Notice, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./pace-texts.ts";

/** What of a mailing waits for its pace: tomorrow's share, a slow provider, a limit (SND-12). */
export function PaceNotice({ progress }: { progress: ProgressView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const wait = progress.waits.find(
    ({ code }) => code === "warm_up" || code === "slow_down" || code === "limit",
  );
  if (!wait) return null;
  const code = wait.code as "warm_up" | "slow_down" | "limit";
  const values = {
    count: wait.count ?? 0,
    until: wait.until ? format.moment(wait.until) : "",
  };
  return (
    <Notice
      tone={code === "warm_up" ? "wait" : "plain"}
      role="status"
      title={t(`${code}Title`, values)}
      action={
        can("senders.read") && (
          <ButtonLink to="/einstellungen/versandtempo" size="xs">
            {t("toPace")}
          </ButtonLink>
        )
      }
    >
      {t(code, values)}
    </Notice>
  );
}
