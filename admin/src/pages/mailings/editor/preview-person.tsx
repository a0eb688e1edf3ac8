import { Button, Select } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { SearchAnswer } from "../../../../../contract/directory.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { useTexts } from "../../../ui/index.ts";
import { previewTexts } from "./preview-texts.ts";
import { useFirstFocus } from "./use-first-focus.ts";

export interface Person {
  id: string;
  name: string;
}

/** For whom the preview is filled: an example person, or a contact that is looked at, which is written down. */
export function PersonField(props: {
  person: Person | undefined;
  onPerson: (person: Person | undefined) => void;
}): ReactNode {
  const tState = useTexts(previewTexts);
  const can = useCan();
  const [open, setOpen] = useState(false);
  if (!can("contacts.read")) return null;
  if (!open && !props.person)
    return (
      <div>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconUser size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => setOpen(true)}
        >
          {tState("asContact")}
        </Button>
      </div>
    );
  return (
    <Chooser
      {...props}
      onClose={() => {
        setOpen(false);
        props.onPerson(undefined);
      }}
    />
  );
}

function Chooser(props: {
  person: Person | undefined;
  onPerson: (person: Person | undefined) => void;
  onClose: () => void;
}): ReactNode {
  const tState = useTexts(previewTexts);
  const { person } = props;
  const first = useFirstFocus(!person);
  const [words, setWords] = useState("");
  const asks = words.trim().length > 1 && words !== person?.name;
  const found = useApiQuery<SearchAnswer>(asks ? "/search" : undefined, { q: words, limit: 12 });
  const people = (found.data?.items ?? [])
    .filter((item) => item.kind === "contact")
    .map((item) => ({ value: item.id, label: item.title }));
  const chosen =
    person && !people.some(({ value }) => value === person.id)
      ? [{ value: person.id, label: person.name }]
      : [];
  return (
    <div className="m-person">
      <Select
        label={tState("person")}
        description={tState("personHelp")}
        placeholder={tState("personFind")}
        searchable
        ref={first}
        value={person?.id ?? null}
        searchValue={words}
        onSearchChange={setWords}
        nothingFoundMessage={asks && found.data ? tState("personNone") : undefined}
        filter={({ options }) => options}
        data={[...people, ...chosen]}
        onChange={(id) => {
          const one = people.find(({ value }) => value === id);
          if (one) props.onPerson({ id: one.value, name: one.label });
        }}
      />
      <button type="button" className="k-textbutton k-small" onClick={props.onClose}>
        {tState("example")}
      </button>
    </div>
  );
}
