import { Button, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { api, hasCode, useApiMutation, useCan } from "../../api/index.ts";
import { Card, Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Where certified receivers send complaints: X-CSA-Complaints (SND-06). */
export function ComplaintsCard(props: { address: string | null; className: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [draft, setDraft] = useState(props.address ?? "");
  const save = useApiMutation(
    (address: string | null) => api.put("/deliverability/complaints-address", { address }),
    { invalidates: ["/deliverability"], onSuccess: () => showDone(t("saved")) },
  );
  const invalid = save.error !== null && hasCode(save.error, "address_invalid");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(draft.trim() === "" ? null : draft.trim());
  };
  return (
    <Card className={props.className} title={t("csaTitle")}>
      <p className="k-muted k-small">{t("csaText")}</p>
      {can("senders.write") ? (
        <form onSubmit={submit} className="d-csa" noValidate>
          <TextInput
            label={t("csaLabel")}
            type="email"
            value={draft}
            maxLength={254}
            placeholder="complaints@example.com"
            error={invalid ? t("csaInvalid") : undefined}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Button type="submit" loading={save.isPending}>
            {t("save")}
          </Button>
          {save.error && !invalid && <Problem error={save.error} />}
        </form>
      ) : (
        <p>{props.address ?? t("csaNone")}</p>
      )}
    </Card>
  );
}
