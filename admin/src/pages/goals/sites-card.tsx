import { Button, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { api, hasCode, useApiMutation, useCan } from "../../api/index.ts";
import { Card, Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** The account's own websites: nothing else ever gets the parameter. */
export function SitesCard(props: { sites: readonly string[]; className: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [draft, setDraft] = useState(props.sites.join("\n"));
  const save = useApiMutation(
    (sites: string[]) => api.put<{ sites: string[] }>("/goal-sites", { sites }),
    {
      invalidates: ["/goals"],
      onSuccess: ({ sites }) => {
        setDraft(sites.join("\n"));
        showDone(t("sitesSaved"));
      },
    },
  );
  const invalid = save.error !== null && hasCode(save.error, "site_invalid");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(
      draft
        .split(/[\s,]+/)
        .map((line) => line.trim())
        .filter(Boolean),
    );
  };
  return (
    <Card className={props.className} title={t("sitesTitle")}>
      <div className="k-stack">
        <p className="k-small k-muted">{t("sitesText")}</p>
        {can("account.manage") ? (
          <form className="k-stack" onSubmit={submit}>
            <Textarea
              label={t("sitesLabel")}
              autosize
              minRows={2}
              placeholder="www.musterbank.de"
              value={draft}
              error={invalid ? t("siteInvalid") : undefined}
              onChange={(event) => setDraft(event.currentTarget.value)}
            />
            {save.error && !invalid && <Problem error={save.error} />}
            <div>
              <Button type="submit" loading={save.isPending}>
                {t("save")}
              </Button>
            </div>
          </form>
        ) : (
          <p>{props.sites.length > 0 ? props.sites.join(", ") : t("sitesNone")}</p>
        )}
      </div>
    </Card>
  );
}
