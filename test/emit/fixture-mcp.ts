// A capability with every kind of tool, resource and prompt, and words that want to break out.
export const hostile = '*/ ${alert(1)} </script> {{id}}';

export const mcpFixture = `
ikanos: 1.0.0-beta5
info:
  display: Desk
  description: Notes of a desk.
binds:
  - namespace: env
    keys:
      DESK_TOKEN: DESK_TOKEN
      MCP_KEY: MCP_KEY
capability:
  consumes:
    - type: http
      namespace: desk
      baseUri: https://desk.test/v1
      authentication: { type: bearer, token: '{{DESK_TOKEN}}' }
      resources:
        notes:
          path: /notes
          operations:
            list-notes:
              method: GET
              inputParameters:
                limit: { in: query, type: integer }
                q: { in: query }
            add-note:
              method: POST
              inputParameters:
                body: { in: body, type: object }
        note:
          path: /notes/{{id}}
          operations:
            get-note:
              method: GET
              inputParameters:
                id: { in: path }
            remove-note:
              method: DELETE
              inputParameters:
                id: { in: path }
        picture:
          path: /notes/{{id}}/picture
          operations:
            get-picture:
              method: GET
              outputRawFormat: binary
              inputParameters:
                id: { in: path }
                X-Size: { in: header, required: false }
  aggregates:
    - namespace: lib
      flows:
        first-note:
          description: The first note, by its id.
          semantics: { safe: true, idempotent: true }
          steps:
            all: { type: call, call: desk.list-notes }
            one: { type: lookup, index: all, match: id, lookupValue: '7', outputParameters: [text] }
          mappings:
            - { target: text, value: $.one.text }
  exposes:
    - type: mcp
      namespace: desk-tools
      port: 9090
      description: Tools of the desk.
      authentication: { type: apikey, key: X-Key, value: '{{MCP_KEY}}', placement: header }
      tools:
        list-notes:
          display: List notes
          description: ${JSON.stringify(hostile)}
          inputParameters:
            limit: { type: integer, description: How many., required: false }
            q: { type: string, description: ${JSON.stringify(hostile)}, required: false }
          call: desk.list-notes
          with: { limit: desk-tools.limit, q: desk-tools.q }
        get-note:
          description: One note.
          inputParameters:
            id: { type: string, description: Its id. }
          call: desk.get-note
          with: { id: desk-tools.id }
          outputParameters:
            - type: object
              properties:
                text: { type: string, mapping: $.text }
        add-note:
          description: Adds a note.
          inputParameters:
            note: { type: object, description: The note. }
          hints: { destructive: false }
          call: desk.add-note
          with: { body: desk-tools.note }
        remove-note:
          description: Removes a note.
          inputParameters:
            id: { type: string, description: Its id. }
          hints: { readOnly: true }
          call: desk.remove-note
          with: { id: desk-tools.id }
        get-picture:
          description: The picture of a note.
          inputParameters:
            id: { type: string, description: Its id. }
            size: { type: string, required: false }
          call: desk.get-picture
          with: { id: desk-tools.id, X-Size: desk-tools.size }
        first-note:
          ref: lib.first-note
        motd:
          description: A word for the day.
          outputParameters:
            word: { type: string, value: steady }
      resources:
        all-notes:
          display: All notes
          description: Every note.
          uri: desk://notes
          call: desk.list-notes
        one-note:
          display: A note
          description: One of them.
          uri: desk://notes/{id}
          mimeType: application/json
          call: desk.get-note
          with: { id: desk-tools.id }
        papers:
          display: Papers
          description: Files on the desk.
          uri: desk://papers
          location: file:///PAPERS
      prompts:
        tidy:
          display: Tidy up
          description: Ask for order.
          arguments:
            room: { description: Which room. }
            tone: { description: How to say it., required: false }
          template:
            - { role: user, content: 'Tidy {{room}}{{ tone }}, not {{other}}.' }
            - { role: assistant, content: '{{room}}!' }
        letter:
          display: Letter
          description: A letter from a file.
          location: file:///PAPERS/letter.md
`;
