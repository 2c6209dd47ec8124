// The data of the API, as it is generated from the Rust core. Named one by one, so that the plumbing beside it (`Core...`, converters) is not
// exported. Not type aliases: under `MemberImportVisibility` an alias does not bring its type's members along.

// Requests and answers
@_exported import struct EkycCore.InitializeRequest
@_exported import struct EkycCore.InitializeResponse

// Values of the parameters
@_exported import enum EkycCore.DocPage
@_exported import enum EkycCore.DocScanMode
@_exported import enum EkycCore.DocType
@_exported import enum EkycCore.IdThreshold
@_exported import enum EkycCore.LivenessModel
@_exported import enum EkycCore.ProcedurePriority
@_exported import enum EkycCore.ProductCode
@_exported import enum EkycCore.SecurityLevel

// Settings
@_exported import struct EkycCore.ClientConfig
@_exported import enum EkycCore.Network
@_exported import enum EkycCore.Region

// Parts of errors
@_exported import enum EkycCore.AccessSubject
@_exported import enum EkycCore.Deadline
@_exported import enum EkycCore.NetworkPhase
@_exported import struct EkycCore.ServiceFault
@_exported import struct EkycCore.Violation

// Signing and reading for an HTTP stack of your own
@_exported import struct EkycCore.Acs3Request
@_exported import struct EkycCore.Acs3Signature
@_exported import struct EkycCore.Header
@_exported import struct EkycCore.HttpAnswer
@_exported import struct EkycCore.Parameter
@_exported import struct EkycCore.SignedRequest
