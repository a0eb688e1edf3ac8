import { Button, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { PlaceView, SavePlaceInput } from "../../../../../contract/oversight.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import { Card, Problem, showDone, useLocale, useTexts } from "../../../ui/index.ts";
import { countryChoices, isEea } from "./countries.ts";
import { texts } from "./texts.ts";

/** Used by the configuration, and nobody said where it is. */
export const isFound = ({ standing, host, id }: PlaceView): boolean =>
  standing === "undeclared" && host !== null && id === null;

type Said = { company: string; country: string | null };

/** Hosts the configuration uses and nobody declared, filled in as far as can be told: one click settles them all. */
export function FoundCard(props: {
  places: readonly PlaceView[];
  onEdit: (place: PlaceView) => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const found = props.places.filter(isFound);
  const [changed, setChanged] = useState<Record<string, Said>>({});
  const saidOf = (place: PlaceView): Said =>
    changed[place.key] ?? {
      company: place.suggested?.company ?? place.company,
      country: place.suggested?.country ?? null,
    };
  // Outside the EEA a record is needed, which one click cannot write.
  const ready = found.filter((place) => {
    const { company, country } = saidOf(place);
    return company.trim().length > 1 && country !== null && isEea(country);
  });
  const save = useApiMutation(
    async () => {
      for (const place of ready) {
        const { company, country } = saidOf(place);
        await api.post("/places", {
          role: place.role,
          host: place.host!,
          company: company.trim(),
          country: country!,
          contract: place.contract,
        } satisfies SavePlaceInput);
      }
    },
    {
      invalidates: ["/places", "/tools", "/dashboard"],
      onSuccess: () => showDone(t("found.done", { count: ready.length })),
    },
  );
  if (found.length === 0 || !can("privacy.manage")) return null;
  return (
    <Card
      title={t("found.title")}
      foot={
        <div className="k-row plc-found-foot">
          <Button
            variant="filled"
            disabled={ready.length === 0}
            loading={save.isPending}
            onClick={() => save.mutate(undefined)}
          >
            {t("found.save", { count: ready.length })}
          </Button>
          {ready.length < found.length && (
            <span className="k-muted k-small">
              {t("found.rest", { count: found.length - ready.length })}
            </span>
          )}
        </div>
      }
    >
      <p className="k-muted">{t("found.text")}</p>
      <ul className="plc-found">
        {found.map((place) => (
          <FoundPlace
            key={place.key}
            place={place}
            said={saidOf(place)}
            onEdit={() => props.onEdit(place)}
            onChange={(said) => setChanged({ ...changed, [place.key]: said })}
          />
        ))}
      </ul>
      {save.error && <Problem error={save.error} />}
    </Card>
  );
}

function FoundPlace(props: {
  place: PlaceView;
  said: Said;
  onChange: (said: Said) => void;
  onEdit: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { place, said, onChange } = props;
  const roles = [...new Set(place.usedBy.map(({ role }) => t(`roles.${role}`)))].join(", ");
  return (
    <li>
      <div>
        <p>
          <b>{place.host}</b>
        </p>
        <p className="k-muted k-small">
          {[roles, place.suggested ? t(`found.because.${place.suggested.because}`) : ""]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`${t("found.details")}: ${place.host ?? ""}`}
          onClick={props.onEdit}
        >
          {t("found.details")}
        </Button>
      </div>
      <TextInput
        label={t("company")}
        maxLength={200}
        value={said.company}
        onChange={(event) => onChange({ ...said, company: event.currentTarget.value })}
      />
      <Select
        label={t("country")}
        searchable
        placeholder={t("found.choose")}
        data={countryChoices(locale)}
        value={said.country}
        onChange={(country) => onChange({ ...said, country })}
      />
    </li>
  );
}
