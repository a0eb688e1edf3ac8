import { Button, Modal, Select } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { CampaignView } from "../../../../../contract/campaigns.ts";
import type { MailingSummary } from "../../../../../contract/mailings.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import { Problem, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Puts a mailing into a campaign, or takes it out. */
export function AssignDialog(props: { mailing: MailingSummary; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { mailing } = props;
  const [chosen, setChosen] = useState(mailing.campaign?.id ?? "");
  const campaigns = useApiQuery<{ items: CampaignView[] }>("/campaigns");
  const open = campaigns.data?.items ?? [];
  const known =
    mailing.campaign && !open.some((one) => one.id === mailing.campaign?.id)
      ? [mailing.campaign, ...open]
      : open;
  const save = useApiMutation(
    () =>
      api.put(`/mailings/${mailing.id}/campaign`, { campaignId: chosen === "" ? null : chosen }),
    {
      invalidates: ["/mailings", "/campaigns", "/mailing-calendar"],
      onSuccess: () => {
        const campaign = known.find((one) => one.id === chosen);
        showDone(
          campaign
            ? t("assigned", { name: mailing.name, campaign: campaign.name })
            : t("unassigned", { name: mailing.name }),
        );
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title={t("assignTitle")} size={440}>
      <form className="k-stack" onSubmit={submit}>
        <Select
          label={t("assign")}
          data-autofocus
          allowDeselect={false}
          searchable
          value={chosen}
          onChange={(value) => setChosen(value ?? "")}
          data={[
            { value: "", label: t("assignNone") },
            ...known.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        {save.error && <Problem error={save.error} />}
        <div className="k-row m-dialog-foot">
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
