import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  contractStates,
  transferBases,
  type PlaceView,
  type SavePlaceInput,
  type TransferBasis,
} from "../../../../../contract/oversight.ts";
import { api, ApiError, useApiMutation } from "../../../api/index.ts";
import {
  ChoiceCards,
  currentTime,
  Notice,
  Problem,
  showDone,
  useLocale,
  useTexts,
  type Locale,
} from "../../../ui/index.ts";
import { EvidenceFiles } from "../evidence/evidence-files.tsx";
import { countryChoices, countryName, isEea } from "./countries.ts";
import { texts } from "./texts.ts";

const DAY_MS = 86_400_000;
/** Days until a record is looked at again: a certificate after half a year. */
const REVIEW: Readonly<Record<TransferBasis, number>> = { adequacy: 360, dpf: 180, scc: 360 };
const inDays = (days: number): string =>
  new Date(currentTime().getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** Where a host or a company works, and outside the EEA on which ground. */
export function PlaceDialog(props: {
  place: PlaceView | undefined;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { place } = props;
  const [draft, setDraft] = useState(() => ({
    host: place?.host ?? "",
    company: place?.company || (place?.suggested?.company ?? ""),
    country: place?.country === "XX" ? null : (place?.country ?? place?.suggested?.country ?? "DE"),
    purpose: place?.purpose ?? "",
    contract: place?.contract ?? ("missing" as PlaceView["contract"]),
    contractOn: place?.contractOn ?? "",
    contractNote: place?.contractNote ?? "",
  }));
  const [transfer, setTransfer] = useState(() => ({
    basis: "scc" as TransferBasis,
    record: "",
    assessment: "",
    name: "",
    signedOn: inDays(0),
    reviewOn: inDays(REVIEW.scc),
    ...place?.transfer,
  }));
  const set = (change: Partial<typeof draft>): void => setDraft({ ...draft, ...change });
  const isOutside = draft.country !== null && !isEea(draft.country);
  const known = place?.known;
  const save = useApiMutation(
    () => {
      const body: SavePlaceInput = {
        role: place?.role ?? "sub_processor",
        ...(draft.host.trim() === "" ? {} : { host: draft.host.trim() }),
        company: draft.company.trim(),
        country: draft.country ?? "",
        purpose: draft.purpose.trim(),
        contract: draft.contract,
        contractOn: draft.contractOn === "" ? null : draft.contractOn,
        contractNote: draft.contractNote.trim(),
        transfer: isOutside ? transfer : null,
      };
      return place?.id ? api.put(`/places/${place.id}`, body) : api.post("/places", body);
    },
    {
      invalidates: ["/places", "/tools", "/dashboard"],
      onSuccess: () => {
        showDone(t("saved"));
        props.onClose();
      },
    },
  );
  const remove = useApiMutation(() => api.delete(`/places/${place?.id}`), {
    invalidates: ["/places", "/tools", "/dashboard"],
    onSuccess: props.onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={640}
      title={place?.host ? t("dialogHost", { host: place.host }) : place?.company || t("dialogNew")}
    >
      <form className="k-stack" onSubmit={submit}>
        {known && (
          <p className="k-muted">
            {known.provider === null
              ? t("knownRegion", { country: countryName(known.country, locale) })
              : t("known", {
                  provider: known.provider,
                  country: countryName(known.country, locale),
                })}
          </p>
        )}
        <div className="k-two">
          <TextInput
            label={t("company")}
            description={t("companyHelp")}
            required
            maxLength={200}
            value={draft.company}
            onChange={(event) => set({ company: event.currentTarget.value })}
          />
          <Select
            label={t("country")}
            description={t("countryHelp")}
            required
            searchable
            data={countryChoices(locale)}
            value={draft.country}
            onChange={(country) => set({ country })}
          />
        </div>
        {place === undefined && (
          <TextInput
            label={t("host")}
            description={t("hostHelp")}
            maxLength={253}
            value={draft.host}
            onChange={(event) => set({ host: event.currentTarget.value })}
          />
        )}
        <TextInput
          label={t("purpose")}
          maxLength={500}
          value={draft.purpose}
          onChange={(event) => set({ purpose: event.currentTarget.value })}
        />
        <div className="k-two">
          <Select
            label={t("contract")}
            allowDeselect={false}
            data={contractStates.map((value) => ({ value, label: t(`contracts.${value}`) }))}
            value={draft.contract}
            onChange={(value) => value && set({ contract: value as typeof draft.contract })}
          />
          {draft.contract === "signed" && (
            <TextInput
              type="date"
              label={t("contractOn")}
              value={draft.contractOn}
              onChange={(event) => set({ contractOn: event.currentTarget.value })}
            />
          )}
        </div>
        {draft.contract === "signed" && (
          <TextInput
            label={t("contractNote")}
            maxLength={500}
            value={draft.contractNote}
            onChange={(event) => set({ contractNote: event.currentTarget.value })}
          />
        )}
        {place?.id && (
          <div>
            <b>{t("papers")}</b>
            <p className="k-muted k-small">{t("papersText")}</p>
            <EvidenceFiles subject="places" id={place.id} />
          </div>
        )}
        {isOutside && <TransferFields value={transfer} onChange={setTransfer} />}
        {save.error && <SaveProblem error={save.error} />}
        {remove.error && <Problem error={remove.error} />}
        {place?.id && <p className="k-muted k-small">{t("papersStay")}</p>}
        <div className="k-row k-ends">
          {place?.id && (
            <Button
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t("remove")}
            </Button>
          )}
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={draft.company.trim().length < 2 || draft.country === null}
          >
            {t("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What is missing, line by line, as the server found it. */
function SaveProblem({ error }: { error: Error }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const problems =
    error instanceof ApiError
      ? ((error.problem as { problems?: { path: string; message: Record<Locale, string> }[] })
          .problems ?? [])
      : [];
  if (problems.length === 0) return <Problem error={error} />;
  return (
    <Notice tone="danger" role="alert" title={t("problems")}>
      <ul>
        {problems.map(({ path, message }) => (
          <li key={path}>{message[locale]}</li>
        ))}
      </ul>
    </Notice>
  );
}

type TransferDraft = NonNullable<PlaceView["transfer"]>;

function TransferFields(props: {
  value: TransferDraft;
  onChange: (value: TransferDraft) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { value } = props;
  const set = (change: Partial<TransferDraft>): void => props.onChange({ ...value, ...change });
  const isCertificate = value.basis === "dpf";
  return (
    <div className="plc-transfer">
      <div>
        <b>{t("transferTitle")}</b>
        <p className="k-muted k-small">{t("transferText")}</p>
      </div>
      <ChoiceCards
        legend={t("basis")}
        value={value.basis}
        onChange={(basis) => set({ basis, reviewOn: inDays(REVIEW[basis]) })}
        choices={transferBases.map((basis) => ({
          value: basis,
          title: t(`bases.${basis}`),
          text: t(`basisText.${basis}`),
        }))}
      />
      <Textarea
        label={t("record")}
        description={t(`recordHelp.${value.basis}`)}
        required
        autosize
        minRows={2}
        maxLength={4000}
        value={value.record}
        onChange={(event) => set({ record: event.currentTarget.value })}
      />
      {value.basis !== "adequacy" && (
        <Textarea
          label={t(isCertificate ? "assessmentDpf" : "assessment")}
          description={t(isCertificate ? "assessmentDpfHelp" : "assessmentHelp")}
          required
          autosize
          minRows={2}
          maxLength={8000}
          value={value.assessment}
          onChange={(event) => set({ assessment: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={t("name")}
        required
        maxLength={200}
        value={value.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className="k-two">
        <TextInput
          type="date"
          label={t("signedOn")}
          required
          max={inDays(0)}
          value={value.signedOn}
          onChange={(event) => set({ signedOn: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t("reviewOn")}
          required
          min={inDays(1)}
          max={inDays(REVIEW[value.basis] + 4)}
          value={value.reviewOn}
          onChange={(event) => set({ reviewOn: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}
