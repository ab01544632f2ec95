package import CanonicalJSON

// What events carry about projects.

/// A project of the order exists and holds its CUs: created, or found and adopted.
package struct ProjectCreation: Codable, Equatable, Sendable {
    package let project: Project
    /// The cluster with this project in it.
    package let load: ClusterLoad
    package let wasFound: Bool

    package init(of project: Project, load: ClusterLoad, wasFound: Bool) {
        self.project = project
        self.load = load
        self.wasFound = wasFound
    }
}

/// A project was refused.
package struct ProjectRefusal: Codable, Equatable, Sendable {
    package let project: ProjectName
    package let refusal: CloudRefusal
    /// The cluster as it was seen before the project was asked for.
    package let load: ClusterLoad

    package init(of project: ProjectName, because refusal: CloudRefusal, load: ClusterLoad) {
        self.project = project
        self.refusal = refusal
        self.load = load
    }
}

extension ProjectCreation: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("load", load)
        writer.write("project", project)
        writer.write("wasFound", wasFound)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        load = try reader.read("load")
        project = try reader.read("project")
        wasFound = try reader.read("wasFound")
    }
}
