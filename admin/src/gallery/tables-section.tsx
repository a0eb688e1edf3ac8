import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import {
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Grid,
  Hidden,
  Pill,
  SearchField,
  SimpleTable,
  type Column,
  type Sort,
  type Tone,
} from "../ui/index.ts";

interface Person {
  id: string;
  email: string;
  name: string;
  state: [Tone, string];
  since: string;
  mailings: number;
}

const PEOPLE: Person[] = [
  {
    id: "1",
    email: "m.beispiel@example.org",
    name: "M. Beispiel",
    state: ["ok", "erlaubt"],
    since: "2025-03-12T10:00:00Z",
    mailings: 21,
  },
  {
    id: "2",
    email: "erika@example.net",
    name: "Erika Muster",
    state: ["unknown", "nicht gefragt"],
    since: "2026-01-02T10:00:00Z",
    mailings: 8,
  },
  {
    id: "3",
    email: "otto.lang@example.com",
    name: "Otto Langenscheid-Oberhausen",
    state: ["no", "widerrufen"],
    since: "2024-11-30T10:00:00Z",
    mailings: 1204,
  },
];

const COLUMNS: Column<Person>[] = [
  { key: "email", title: "Kontakt", sort: "email", render: (row) => row.email },
  { key: "name", title: "Name", sort: "name", optional: true, render: (row) => row.name },
  {
    key: "state",
    title: "Profiling",
    render: (row) => <Pill tone={row.state[0]}>{row.state[1]}</Pill>,
  },
  {
    key: "since",
    title: "Seit",
    optional: true,
    render: (row) => <DateTime value={row.since} form="date" />,
  },
  {
    key: "mailings",
    title: "Mailings",
    num: true,
    sort: "mailings",
    render: (row) => row.mailings.toLocaleString("de-DE"),
  },
];

export function TablesSection(): ReactNode {
  const [selected, setSelected] = useState(new Set(["2"]));
  const [sort, setSort] = useState<Sort>("email");
  const [q, setQ] = useState("");
  const rows = PEOPLE.filter((row) => row.email.includes(q));
  return (
    <Grid>
      <Card title="Kontakte">
        <DataTable
          label="Kontakte"
          columns={COLUMNS}
          rows={rows}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.name}
          rowHref={(row) => `/_gallery?id=${row.id}`}
          sort={sort}
          onSort={setSort}
          selection={{
            selected,
            onChange: setSelected,
            actions: <Button size="xs">Zu einer Liste</Button>,
          }}
          toolbar={<SearchField value={q} onChange={setQ} placeholder="Adresse oder Name" />}
          empty={<EmptyState title="Niemand gefunden" text="Ändern Sie die Suche." />}
        />
      </Card>
      <Card className="c6" title="Woher wir es wissen">
        <SimpleTable
          label="Herkunft der Angaben"
          stack
          head={
            <tr>
              <th scope="col">Feld</th>
              <th scope="col">Wert</th>
              <th scope="col">Herkunft</th>
              <th scope="col" data-num>
                Stand
              </th>
            </tr>
          }
        >
          <tr>
            <td>E-Mail-Adresse</td>
            <td>
              <b>m.beispiel@example.org</b>
            </td>
            <td>Anmeldeformular</td>
            <td data-num>12.03.2025</td>
          </tr>
          <tr>
            <td>Klicks</td>
            <td>
              <Hidden under={10} />
            </td>
            <td>„Verwalten“, selbst geändert</td>
            <td data-num>02.06.2026</td>
          </tr>
        </SimpleTable>
      </Card>
      <Card className="c6">
        <EmptyState
          icon={<IconUsers size={28} stroke={1.6} />}
          title="Noch keine Kontakte"
          text="Importieren Sie eine Liste mit Nachweisen oder lassen Sie Menschen sich über ein Formular anmelden."
          action={
            <>
              <Button variant="filled">Formular anlegen</Button>
              <Button>Importieren</Button>
            </>
          }
        />
      </Card>
    </Grid>
  );
}
