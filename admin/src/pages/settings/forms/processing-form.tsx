import { Button, Select } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AccountView, ProcessingInput } from "../../../../../contract/accounts.ts";
import { Card, ChoiceCards, RuleTag, useFormat, useTexts } from "../../../ui/index.ts";
import { useCountries } from "../shared/countries.ts";
import {
  DraftForm,
  Group,
  GroupProblem,
  Line,
  Pair,
  useDraft,
  useProblem,
  useTouch,
  type Draft,
} from "../shared/draft.tsx";
import type { FormProps } from "../shared/form-props.ts";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./processing-texts.ts";

type Operation = NonNullable<ProcessingInput["operation"]>;
type Processor = Extract<Operation, { kind: "processor" }>;
type Subprocessor = Processor["subprocessors"][number];
interface Values {
  operation: Operation | undefined;
  country: string | null;
  dataCentre: string;
}

const PATH = "processing.operation";

/** Who runs this installation for the account (Art. 28 GDPR), and where the data lie (ORG-06, ORG-09). */
export function ProcessingForm({ account, problems, showAll, frame }: FormProps): ReactNode {
  const t = useTexts(texts);
  const draft = useDraft<Values>(account, valuesOf, ({ operation, country, dataCentre }) => ({
    processing: {
      ...(operation ? { operation } : {}),
      ...(country ? { place: { country, dataCentre } } : {}),
    },
  }));
  return frame(
    draft.save,
    <DraftForm save={draft.save} problems={problems} showAll={showAll}>
      <OperationFields draft={draft} record={account.processingRecord} />
      {draft.value.operation && <Subprocessors draft={draft} />}
      <PlaceFields draft={draft} />
    </DraftForm>,
    <Card title={t("whyTitle")}>
      <div className="k-stack k-small k-muted">
        <p>{t("why1")}</p>
        <p>{t("why2")}</p>
        <p>
          <RuleTag rule="ORG-06" /> <RuleTag rule="ORG-09" />
        </p>
      </div>
    </Card>,
  );
}

function valuesOf({ processing }: AccountView): Values {
  return {
    operation: processing.operation,
    country: processing.place?.country ?? null,
    dataCentre: processing.place?.dataCentre ?? "",
  };
}

function OperationFields(props: {
  draft: Draft<Values>;
  record: { by: string; at: string } | null;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { value, set } = props.draft;
  const operation = value.operation;
  const choose = (kind: Operation["kind"]): void => {
    const signer = operation?.signer ?? "";
    const subprocessors = operation?.subprocessors ?? [];
    set({
      operation:
        kind === "own"
          ? { kind, signer, subprocessors }
          : { kind, provider: "", contractDate: "", version: "", signer, subprocessors },
    });
  };
  return (
    <Group title={t("operation")} text={t("operationText")}>
      <ChoiceCards
        legend={t("operation")}
        hideLegend
        value={operation?.kind}
        onChange={choose}
        choices={[
          { value: "own", title: t("own"), text: t("ownText") },
          { value: "processor", title: t("processor"), text: t("processorText") },
        ]}
      />
      <GroupProblem path={PATH} />
      {operation && (
        <div className="set-inset k-stack">
          {operation.kind === "processor" && (
            <ContractFields value={operation} onChange={(next) => set({ operation: next })} />
          )}
          <Line
            path={`${PATH}.signer`}
            label={operation.kind === "own" ? t("declaredBy") : t("signer")}
            description={operation.kind === "own" ? t("declaredByHelp") : undefined}
            value={operation.signer}
            onChange={(signer) => set({ operation: { ...operation, signer } })}
          />
          {props.record && (
            <p className="k-small k-muted">
              {tShared("recorded", {
                by: props.record.by,
                at: format.dateTime(props.record.at),
              })}
            </p>
          )}
        </div>
      )}
    </Group>
  );
}

function ContractFields(props: {
  value: Processor;
  onChange: (value: Processor) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { value, onChange } = props;
  return (
    <>
      <Line
        path={`${PATH}.provider`}
        label={t("provider")}
        placeholder={t("providerExample")}
        value={value.provider}
        onChange={(provider) => onChange({ ...value, provider })}
      />
      <Pair>
        <Line
          path={`${PATH}.contractDate`}
          label={t("contractDate")}
          type="date"
          value={value.contractDate}
          onChange={(contractDate) => onChange({ ...value, contractDate })}
        />
        <Line
          path={`${PATH}.version`}
          label={t("version")}
          placeholder="1.0"
          maxLength={60}
          value={value.version}
          onChange={(version) => onChange({ ...value, version })}
        />
      </Pair>
    </>
  );
}

function Subprocessors({ draft }: { draft: Draft<Values> }): ReactNode {
  const t = useTexts(texts);
  const { value, set } = draft;
  const operation = value.operation;
  if (!operation) return null;
  const items = operation.subprocessors ?? [];
  const change = (subprocessors: Subprocessor[]): void =>
    set({ operation: { ...operation, subprocessors } });
  return (
    <Group title={t("subprocessors")} text={t("subprocessorsText")}>
      {items.map((item, index) => (
        <SubprocessorRow
          key={index}
          index={index}
          value={item}
          onChange={(next) => change(items.map((each, at) => (at === index ? next : each)))}
          onRemove={() => change(items.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        style={{ alignSelf: "flex-start" }}
        leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
        onClick={() => change([...items, { name: "", country: "DE", purpose: "" }])}
      >
        {t("addSubprocessor")}
      </Button>
    </Group>
  );
}

function SubprocessorRow(props: {
  index: number;
  value: Subprocessor;
  onChange: (value: Subprocessor) => void;
  onRemove: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const countries = useCountries("world");
  const touch = useTouch();
  const { value, onChange } = props;
  const path = `${PATH}.subprocessors.${props.index}`;
  return (
    <div className="set-inset k-stack">
      <div className="set-pair">
        <Line
          path={path}
          label={t("subName")}
          placeholder={t("subNameExample")}
          value={value.name}
          onChange={(name) => onChange({ ...value, name })}
        />
        <Select
          openOnFocus={false}
          label={t("subCountry")}
          data={countries}
          searchable
          error={useProblem(`${path}.country`)}
          value={value.country}
          onChange={(country) => {
            if (country) onChange({ ...value, country });
            touch(`${path}.country`);
          }}
        />
      </div>
      <div className="set-with-button">
        <Line
          path={`${path}.purpose`}
          label={t("subPurpose")}
          placeholder={t("subPurposeExample")}
          maxLength={300}
          value={value.purpose}
          onChange={(purpose) => onChange({ ...value, purpose })}
        />
        <Button
          aria-label={t("removeSubprocessor", { name: value.name || `${props.index + 1}` })}
          onClick={props.onRemove}
        >
          <IconTrash size={18} stroke={1.6} aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}

function PlaceFields({ draft: { value, set } }: { draft: Draft<Values> }): ReactNode {
  const t = useTexts(texts);
  const countries = useCountries("eea");
  const touch = useTouch();
  return (
    <Group title={t("place")} text={t("placeText")}>
      <Pair wide="last">
        <Select
          openOnFocus={false}
          label={t("country")}
          placeholder={t("choose")}
          data={countries}
          searchable
          error={useProblem("processing.place.country")}
          value={value.country}
          onChange={(country) => {
            set({ country });
            touch("processing.place.country");
          }}
        />
        <Line
          path="processing.place.dataCentre"
          label={t("dataCentre")}
          placeholder={t("dataCentreExample")}
          value={value.dataCentre}
          onChange={(dataCentre) => set({ dataCentre })}
        />
      </Pair>
    </Group>
  );
}
