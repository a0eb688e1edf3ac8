import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import { showProblem, useGo, useTexts } from "../../../ui/index.ts";
import { useErrorWords } from "../refused.tsx";
import { checkPath } from "../places.ts";
import { texts } from "./texts.ts";

/** Makes a second attempt for those whose mail servers refused the mail for the time being. */
export function SendAgain({ mailingId }: { mailingId: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const go = useGo();
  const words = useErrorWords();
  const make = useApiMutation(() => api.post<MailingView>(`/mailings/${mailingId}/send-again`), {
    invalidates: ["/mailings"],
    onSuccess: (made) => go(checkPath(made.id)),
    onError: (error) =>
      showProblem(error, {
        ...words,
        again_exists: t("again.exists"),
        again_late: t("again.late"),
        again_nobody: t("again.nobody"),
      }),
  });
  if (!can("mailings.write")) return null;
  return (
    <div className="k-stack m-under">
      <p className="k-muted">{t("again.text")}</p>
      <div>
        <Button size="xs" loading={make.isPending} onClick={() => make.mutate(undefined)}>
          {t("again.make")}
        </Button>
      </div>
    </div>
  );
}
