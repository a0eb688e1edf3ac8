import type { ReactNode } from "react";
import type { RecordedConsent } from "../../../../contract/intake.ts";
import { Notice, useTexts } from "../../ui/index.ts";
import { texts } from "./consent-texts.ts";
import { useMissingWords } from "./missing.ts";
import { SpokenResult } from "./spoken-result.tsx";

/** What came of a recorded consent. */
export function ConsentDone({
  done,
  onNext,
}: {
  done: RecordedConsent;
  onNext: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const missing = useMissingWords();
  const notAsked = done.notAsked && (
    <Notice title={t("notAsked.title")}>{t(`notAsked.${done.notAsked}`)}</Notice>
  );
  if (done.outcome === "unverified")
    return (
      <SpokenResult
        good={false}
        title={t("unverifiedTitle")}
        text={t("unverifiedText", { missing: missing(done.missing).join(", ") })}
        onNext={onNext}
      >
        {notAsked}
      </SpokenResult>
    );
  return (
    <SpokenResult
      good
      title={t(done.outcome === "confirmed" ? "confirmedTitle" : "askedTitle")}
      text={done.outcome === "confirmed" ? "" : t("askedText")}
      spoken={t(`spoken.${done.outcome}`)}
      receipt={done.receipts[0]}
      onNext={onNext}
    >
      {notAsked}
    </SpokenResult>
  );
}
