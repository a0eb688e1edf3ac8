import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  campaignColours,
  type CampaignColour,
  type CampaignView,
  type NewCampaign,
} from "../../../../../contract/campaigns.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Makes a campaign, or changes the one given. */
export function CampaignDialog(props: {
  campaign: CampaignView | null;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { campaign } = props;
  const [name, setName] = useState(campaign?.name ?? "");
  const [colour, setColour] = useState<CampaignColour>(campaign?.colour ?? "pine");
  const [startsOn, setStartsOn] = useState(campaign?.startsOn ?? "");
  const [endsOn, setEndsOn] = useState(campaign?.endsOn ?? "");
  const [goal, setGoal] = useState(campaign?.goal ?? "");
  const save = useApiMutation(
    (input: NewCampaign) =>
      campaign ? api.patch(`/campaigns/${campaign.id}`, input) : api.post("/campaigns", input),
    { invalidates: ["/campaigns", "/mailings", "/mailing-calendar"], onSuccess: props.onClose },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({
      name: name.trim(),
      colour,
      startsOn: startsOn === "" ? null : startsOn,
      endsOn: endsOn === "" ? null : endsOn,
      goal: goal.trim(),
    });
  };
  return (
    <Modal opened onClose={props.onClose} title={t(campaign ? "edit" : "new")} size={520}>
      <form className="k-stack" onSubmit={submit}>
        <TextInput
          label={t("name")}
          required
          withAsterisk={false}
          maxLength={120}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <fieldset className="p-fieldset">
          <legend className="m-legend">{t("colour")}</legend>
          <div className="p-colours">
            {campaignColours.map((each) => (
              <label key={each} className="p-colour" data-colour={each}>
                <input
                  type="radio"
                  name="colour"
                  checked={colour === each}
                  onChange={() => setColour(each)}
                />
                <span>{t(`colours.${each}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div className="p-cap">
          <TextInput
            type="date"
            label={t("starts")}
            value={startsOn}
            onChange={(event) => setStartsOn(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t("ends")}
            min={startsOn}
            value={endsOn}
            onChange={(event) => setEndsOn(event.currentTarget.value)}
          />
        </div>
        <Textarea
          label={t("goal")}
          placeholder={t("goalExample")}
          autosize
          minRows={2}
          maxLength={1000}
          value={goal}
          onChange={(event) => setGoal(event.currentTarget.value)}
        />
        {save.error && (
          <Problem
            error={save.error}
            words={{
              campaign_name_taken: t("errors.campaign_name_taken"),
              period_backwards: t("errors.period_backwards"),
            }}
          />
        )}
        <div className="k-row m-dialog-foot">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
