import { Button, Chip, Checkbox, Input, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { dataClasses, type ToolView } from "../../../../../contract/oversight.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { currentTime, Problem, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number): string =>
  new Date(currentTime().getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** Who answers for a tool, what for, with which data, and when somebody looks again. */
export function ToolDialog(props: { tool: ToolView | undefined; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { tool } = props;
  const [draft, setDraft] = useState(() => ({
    name: tool?.name ?? "",
    vendor: tool?.vendor ?? "",
    owner: tool?.owner ?? "",
    purpose: tool?.purpose ?? "",
    dataClasses: tool?.dataClasses ?? [],
    canTrack: tool?.canTrack ?? false,
    reviewOn: tool?.reviewOn && tool.reviewOn > inDays(0) ? tool.reviewOn : inDays(360),
  }));
  const set = (change: Partial<typeof draft>): void => setDraft({ ...draft, ...change });
  const options = {
    invalidates: ["/tools", "/dashboard"],
    onSuccess: () => {
      showDone(t("saved"));
      props.onClose();
    },
  };
  const save = useApiMutation(() => {
    const { name, vendor, ...facts } = draft;
    return tool
      ? api.put("/tool-notes", { key: tool.key, ...facts })
      : api.post("/tools", { name, vendor, ...facts });
  }, options);
  const remove = useApiMutation(
    () => api.delete(`/tools/${encodeURIComponent(tool?.key ?? "")}`),
    options,
  );
  const isComplete =
    draft.name.trim().length > 1 &&
    draft.owner.trim().length > 1 &&
    draft.purpose.trim().length > 2 &&
    draft.dataClasses.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={600}
      title={tool ? t("noteTitle", { name: tool.name }) : t("addToolTitle")}
    >
      <form className="k-stack" onSubmit={submit}>
        {!tool && (
          <div className="k-two">
            <TextInput
              label={t("toolName")}
              required
              maxLength={120}
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <TextInput
              label={t("vendor")}
              maxLength={120}
              value={draft.vendor}
              onChange={(event) => set({ vendor: event.currentTarget.value })}
            />
          </div>
        )}
        <div className="k-two">
          <TextInput
            label={t("owner")}
            required
            maxLength={120}
            value={draft.owner}
            onChange={(event) => set({ owner: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t("reviewOn")}
            required
            min={inDays(1)}
            max={inDays(365)}
            value={draft.reviewOn}
            onChange={(event) => set({ reviewOn: event.currentTarget.value })}
          />
        </div>
        <TextInput
          label={t("purpose")}
          required
          maxLength={500}
          value={draft.purpose}
          onChange={(event) => set({ purpose: event.currentTarget.value })}
        />
        <Input.Wrapper label={t("dataClasses")} labelElement="div">
          <Chip.Group
            multiple
            value={draft.dataClasses}
            onChange={(value) => set({ dataClasses: value as typeof draft.dataClasses })}
          >
            <div className="k-row" role="group" aria-label={t("dataClasses")}>
              {dataClasses.map((one) => (
                <Chip key={one} value={one} size="sm">
                  {t(`classes.${one}`)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
        </Input.Wrapper>
        <Checkbox
          label={t("canTrack")}
          description={t("canTrackHelp")}
          checked={draft.canTrack}
          onChange={(event) => set({ canTrack: event.currentTarget.checked })}
        />
        {(save.error ?? remove.error) && <Problem error={save.error ?? remove.error} />}
        <div className="k-row k-ends">
          {tool?.kind === "outside" && (
            <Button
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t("removeTool")}
            </Button>
          )}
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!isComplete}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
